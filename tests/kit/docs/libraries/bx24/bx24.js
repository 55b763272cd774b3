/* BX24.js in small: asks the page around it for its authorization, and posts forms to the portal. */
const [domain, secure, application] = window.name.split('|');
const origin = `http${secure === '1' ? 's' : ''}://${domain}`;
const waiting = new Map();
addEventListener('message', (event) => {
  const [, id, answer] = /^(\w+):(.*)$/.exec(event.data);
  if (event.origin === origin) waiting.get(id)(JSON.parse(answer));
});
const ask = (method, callback) => {
  const id = `a${waiting.size}`;
  waiting.set(id, callback);
  parent.postMessage([method, '', id, application].join(':'), origin);
};

const pairs = (value, name) =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, each]) => pairs(each, name === '' ? key : `${name}[${key}]`))
    : [[name, value]];

const authorization = new Promise((resolve) => ask('getInitData', resolve));
window.BX24 = {
  init(callback) {
    authorization.then(callback);
  },
  callMethod(method, parameters, callback) {
    authorization.then(({ AUTH_ID, DOMAIN, PATH }) => {
      const request = new XMLHttpRequest();
      request.open('POST', `https://${DOMAIN}${PATH}/${method}.json`);
      request.onload = () => {
        if (request.status >= 500) return;
        const answer = JSON.parse(request.responseText);
        callback({
          data: () => answer.result,
          error: () => (answer.error ? { ex: answer, toString: () => answer.error } : undefined),
        });
      };
      request.send(new URLSearchParams(pairs({ ...parameters, auth: AUTH_ID }, '')).toString());
    });
  },
};
