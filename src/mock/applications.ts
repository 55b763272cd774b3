/** The id under which a webhook's `CLIENT_ID` owns bots (observed). */
export const webhookApplication = (clientId: string) => `custom${clientId}`;
