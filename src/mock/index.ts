/**
 * The mock portal: answers like a Bitrix24 portal's REST interface.
 *
 * A request passes these stages in order; their names are stable, so that tests can wrap them (`MockOptions.stages`).
 * The first `decide` stage that answers ends the deciding; `finish` stages then complete the answer.
 *
 * | stage          | phase  | what it does                                                                       |
 * | -------------- | ------ | ---------------------------------------------------------------------------------- |
 * | `address-length` | decide | 414 of the web server                                                            |
 * | `moved`        | decide | 302 to another address, when the portal has moved                                  |
 * | `preflight`    | decide | OPTIONS                                                                            |
 * | `transport`    | decide | path, suffix, parameters, credentials; bodies too large                            |
 * | `oauth`        | decide | the authorization server's `/oauth/token/`                                         |
 * | `front`        | decide | nothing; pages in place of an answer strike here                                   |
 * | `rate-limit`   | decide | QUERY_LIMIT_EXCEEDED                                                               |
 * | `portal-open`  | decide | PORTAL_DELETED                                                                     |
 * | `method-known` | decide | ERROR_METHOD_NOT_FOUND, before any authorization                                   |
 * | `signed-link`  | decide | refuses calls with a parameter `token`                                             |
 * | `https`        | decide | INVALID_REQUEST                                                                    |
 * | `credentials`  | decide | NO_AUTH_FOUND, INVALID_CREDENTIALS, expired_token …; sets `call.caller`            |
 * | `overload`     | decide | OVERLOAD_LIMIT                                                                     |
 * | `plan`         | decide | ACCESS_DENIED                                                                      |
 * | `scope`        | decide | insufficient_scope                                                                 |
 * | `time-limit`   | decide | OPERATION_TIME_LIMIT                                                               |
 * | `method`       | decide | the method's own rules, errors and result                                          |
 * | `time`         | finish | adds `time` to a success                                                           |
 * | `newer-form`   | finish | `error` as an object, under `/rest/api/`                                           |
 * | `headers`      | finish | CORS, `date`, `x-content-type-options`; cookies and more where `liveHeaders` is set |
 * | `render`       | finish | JSON or XML: sets `text` and `content-type`                                        |
 * | `deliver`      | finish | gzip where the client asks; what faults put in front of an answer                  |
 *
 * The commands of a `batch` pass `method-known`, `scope`, `time-limit`, `method` and `time` each. Faults
 * (`portal.control.fault`) strike at the stage of their code, before the stage itself.
 */
export type { Answer, Call, Caller, Credentials, Format, Parameters, Request, Value } from './call.ts';
export type { CertificateKind, ServerCertificate } from './certificate.ts';
export type { Clock } from './clock.ts';
export type { Control } from './control/control.ts';
export type { Fault } from './control/faults.ts';
export { type FaultCode, faultCodes } from './control/refusals.ts';
export type { ErrorName } from './errors.ts';
export type { BotEvent } from './events.ts';
export type { Method } from './methods/method.ts';
export type { MockOptions, MockPortal, PortalOptions } from './options.ts';
export { type ProfileName, profiles } from './profiles/index.ts';
export type { Profile } from './profiles/profile.ts';
export { type Stage, wrapStage } from './stage.ts';
export { startMockPortal } from './start.ts';
export { frozenWorld } from './world/frozen.ts';
export { defaultWorldFile, loadWorld, WorldError } from './world/load.ts';
export type { World } from './world/world.ts';
