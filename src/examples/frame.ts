import type { Browser, BrowserContext, Page, Route } from 'playwright';
import { accessToken } from './access.ts';
import type { Relay } from './relay.ts';
import type { Ran, Stage } from './runner.ts';
import { ANSWER, TIME_LIMIT_MS } from './scratch.ts';

/** Hosts of the page that frames the application, as a portal does, and of the application; neither is ever looked up. */
const PORTAL = 'portal.invalid';
const APPLICATION = 'application.invalid';

/** Turns of a page's event loop in a row in which nothing more is sent. */
const QUIET_TURNS = 5;

/** Shows applications in Chromium, framed as a portal frames them. */
export interface Frames {
  /** The browser, where none is there. */
  missing(): Promise<string | undefined>;
  /**
   * Every request is intercepted: calls to the portal go through the relay, scripts come from files, nothing else goes
   * anywhere.
   *
   * @param application its page
   * @param scripts the file that holds a script; undefined where there is none
   * @throws ConfigError naming the variable that the target lacks
   */
  show(application: string, scripts: (url: URL) => string | undefined, stage: Stage): Promise<Ran>;
  close(): Promise<void>;
}

export function openFrames(): Frames {
  let browser: Promise<Browser> | undefined;
  return {
    async missing() {
      return (await browserPath()) === undefined ? 'a Chromium: npx playwright install chromium' : undefined;
    },
    async show(application, scripts, stage) {
      const html = { portal: portalPage(stage), application };
      browser ??= launch();
      const context = await (await browser).newContext({ serviceWorkers: 'block' });
      try {
        return await show(context, html, scripts, stage.relay);
      } finally {
        // What is still on its way when the time is up goes nowhere.
        await context.unrouteAll({ behavior: 'ignoreErrors' });
        await context.close();
      }
    },
    async close() {
      await (await browser)?.close();
    },
  };
}

/** What drives browsers is loaded where an example needs one: it takes longer to load than most examples take to run. */
async function browserPath(): Promise<string | undefined> {
  const { findChromium } = await import('../run/find-chromium.ts');
  return findChromium();
}

async function launch(): Promise<Browser> {
  const { chromium } = await import('playwright');
  return await chromium.launch({
    executablePath: (await browserPath()) ?? '',
    // Should a request slip past the interception, no name leads anywhere.
    args: ['--disable-background-networking', '--host-resolver-rules=MAP * ~NOTFOUND'],
  });
}

async function show(
  context: BrowserContext,
  html: { portal: string; application: string },
  scripts: (url: URL) => string | undefined,
  relay: Relay,
): Promise<Ran> {
  const said: string[] = [];
  let pending = 0;
  let answered = 0;
  const rest = async (route: Route): Promise<void> => {
    pending++;
    const request = route.request();
    const { pathname, search } = new URL(request.url());
    const { status, headers, body } = await relay.pass({
      method: request.method(),
      path: pathname + search,
      headers: Object.entries(await request.allHeaders()).filter(([name]) => !name.startsWith(':')),
      body: request.postDataBuffer() ?? Buffer.alloc(0),
    });
    await route.fulfill({ status, headers: Object.fromEntries(headers), body: Buffer.from(body) });
    pending--;
    answered++;
  };
  await context.routeWebSocket(/./, (socket) => socket.close());
  await context.route(/./, async (route) => {
    const url = new URL(route.request().url());
    const { host, pathname } = url;
    const script = scripts(url);
    const page = (body: string) => route.fulfill({ contentType: 'text/html; charset=utf-8', body });
    if ((host === PORTAL || host === relay.host) && pathname.startsWith('/rest/')) await rest(route);
    else if (host === PORTAL) await page(html.portal);
    else if (host === APPLICATION && pathname === '/') await page(`<!doctype html>${html.application}`);
    else if (script !== undefined) await route.fulfill({ path: script, contentType: 'text/javascript' });
    else await route.abort();
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
  page.on('dialog', (dialog) => dialog.accept(ANSWER));
  let fault: string | undefined;
  await context.exposeFunction('tell', (error: string) => {
    fault ??= error;
  });
  await context.addInitScript('globalThis.caught = (error) => tell(String(error))');
  page.on('pageerror', (error) => {
    fault ??= `${error.name}: ${error.message}`;
  });
  await page.goto(`https://${PORTAL}/`);
  const ended = await settled(page, () => ({
    pending,
    answered,
    stopped: fault !== undefined || said.length > 0,
  }));
  if (!ended) fault ??= `stopped after ${TIME_LIMIT_MS / 1000} s`;
  return { fault, ...(said[0] === undefined ? {} : { said: said[0] }) };
}

/** Until what was sent has been answered and read, or something went wrong; false where the time is up before. */
async function settled(
  page: Page,
  state: () => { pending: number; answered: number; stopped: boolean },
): Promise<boolean> {
  const late = Date.now() + TIME_LIMIT_MS;
  let quiet = 0;
  for (let seen = 0; Date.now() < late && quiet < QUIET_TURNS; ) {
    // A turn of the page's own event loop.
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 20))');
    const { pending, answered, stopped } = state();
    quiet = pending === 0 && answered === seen && (answered > 0 || stopped) ? quiet + 1 : 0;
    seen = answered;
  }
  return quiet >= QUIET_TURNS;
}

/**
 * What surrounds an application in a portal, as far as libraries speak with it: they ask for the authorization, in a text
 * `method:parameters:callback:application` or in an object of these, and wait for `callback:answer`.
 */
function portalPage(stage: Stage): string {
  const data = {
    DOMAIN: PORTAL,
    PROTOCOL: '1',
    PATH: '/rest',
    LANG: 'en',
    AUTH_ID: accessToken(stage),
    REFRESH_ID: 'none',
    AUTH_EXPIRES: '3600',
    MEMBER_ID: 'example',
    IS_ADMIN: true,
    INSTALL: false,
    FIRST_RUN: false,
    APP_OPTIONS: {},
    USER_OPTIONS: {},
    PLACEMENT: 'DEFAULT',
    PLACEMENT_OPTIONS: {},
  };
  return `<!doctype html><title>portal</title><script>
addEventListener('message', ({ data, source, origin }) => {
  const [method, ...rest] = String(data.method ?? data).split(':');
  if (method === 'getInitData' || method === 'refreshAuth')
    source.postMessage((data.callback ?? rest.at(-2)) + ':' + ${JSON.stringify(JSON.stringify(data)).replaceAll('<', '\\u003c')}, origin);
});
</script><iframe name="${PORTAL}|1|application" src="https://${APPLICATION}/"></iframe>`;
}
