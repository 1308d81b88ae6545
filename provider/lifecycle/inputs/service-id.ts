/** What the service makes of an id goes into a path, so it has to be one. */
const ID = /^[A-Za-z0-9_-]{1,128}$/;

/** Says why an id cannot be one of the service's, which the page of this API lists. */
export function serviceId(resource: string, things: string, api: string): (id: string) => string | undefined {
  return (id) => {
    if (ID.test(id)) return undefined;
    return `the id of a ${resource} is the service's: letters, digits, - and _. The console shows it in the list of ${things}, and so does the API (https://support.huaweicloud.com/api-live/${api}.html). This id is not valid.`;
  };
}
