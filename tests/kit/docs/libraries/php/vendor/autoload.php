<?php

namespace Symfony\Component\EventDispatcher {
    class EventDispatcher
    {
    }
}

namespace Psr\Log {
    class NullLogger
    {
    }
}

namespace Bitrix24\SDK\Core\Credentials {
    class ApplicationProfile
    {
        public static function initFromArray(array $profile): self
        {
            return $profile['BITRIX24_PHP_SDK_APPLICATION_SCOPE'] === 'imbot' ? new self() : throw new \Exception('scope');
        }
    }

    class AuthToken
    {
        public function __construct(public string $accessToken, public ?string $refreshToken, public int $expires)
        {
        }
    }
}

namespace Bitrix24\SDK\Services {
    use Bitrix24\SDK\Core\Credentials\{ApplicationProfile, AuthToken};
    use Psr\Log\NullLogger;
    use Symfony\Component\EventDispatcher\EventDispatcher;

    class ServiceBuilderFactory
    {
        public function __construct(EventDispatcher $dispatcher, NullLogger $log)
        {
        }

        public static function createServiceBuilderFromWebhook(string $url): ServiceBuilder
        {
            return new ServiceBuilder(new Core($url, []));
        }

        public function init(ApplicationProfile $profile, AuthToken $token, string $domain, string $server): ServiceBuilder
        {
            // As the SDK does: the port is lost.
            $host = parse_url($domain, PHP_URL_HOST);
            return new ServiceBuilder(new Core("https://$host/rest/", ['auth' => $token->accessToken]));
        }
    }

    class ServiceBuilder
    {
        public function __construct(public Core $core)
        {
        }
    }

    class Core
    {
        public function __construct(private string $base, private array $auth)
        {
        }

        public function call(string $method, array $parameters = []): Response
        {
            $curl = curl_init($this->base . $method);
            curl_setopt_array($curl, [
                CURLOPT_RETURNTRANSFER => true,
                CURLOPT_HTTPHEADER => ['Content-Type: application/json'],
                CURLOPT_POSTFIELDS => json_encode((object)($parameters + $this->auth)),
            ]);
            $answer = curl_exec($curl);
            if ($answer === false) {
                throw new \Exception(curl_error($curl));
            }
            return new Response(json_decode($answer, true));
        }
    }

    class Response
    {
        public function __construct(private array $answer)
        {
        }

        public function getResponseData(): self
        {
            return $this;
        }

        public function getResult(): array
        {
            return (array)$this->answer['result'];
        }
    }
}
