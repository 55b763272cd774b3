class BitrixSDKException(Exception):
    pass


class BitrixAPIError(BitrixSDKException):
    pass
