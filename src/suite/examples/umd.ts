import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page, type Route } from 'playwright';
import { findChromium } from '../find-chromium.ts';
import { tellCaught } from './caught.ts';
import { fill } from './fill.ts';
import { packageFolder, SDK } from './js.ts';
import type { ExampleRunner, Ran, Stage } from './runner.ts';
import { TIME_LIMIT_MS } from './scratch.ts';

/** Hosts of the page that frames the application, as a portal does, and of the application; neither is ever looked up. */
const PORTAL = 'portal.invalid';
const APPLICATION = 'application.invalid';

/** Turns of a page's event loop in a row in which nothing more is sent. */
const QUIET_TURNS = 5;

/**
 * Examples of a page with the SDK's UMD build, in Chromium, framed as a portal frames an application. Every request is
 * intercepted: the build comes from the package, calls to the portal go through the relay, nothing else goes anywhere.
 */
export function umdRunner(): ExampleRunner {
  let browser: Promise<Browser> | undefined;
  return {
    async missing() {
      if (packageFolder() === undefined) return `the package ${SDK}`;
      return findChromium() === undefined ? 'a Chromium: npx playwright install chromium' : undefined;
    },
    async run(example, stage) {
      const [sdk = '', executablePath = ''] = [packageFolder(), findChromium()];
      const pages = {
        portal: portalPage(stage),
        application: tellCaught(fill(example.text, stage, 'token')),
      };
      browser ??= chromium.launch({
        executablePath,
        // Should a request slip past the interception, no name leads anywhere.
        args: ['--disable-background-networking', '--host-resolver-rules=MAP * ~NOTFOUND'],
      });
      const context = await (await browser).newContext({ serviceWorkers: 'block' });
      try {
        return { ...(await show(context, pages, sdk, stage)), ...versions(example.text, sdk) };
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

/** The page asks for a build of some version; what it gets is the installed one. */
function versions(html: string, sdk: string): Pick<Ran, 'warnings'> {
  const asked = new RegExp(`${SDK}@([\\w.-]+)`).exec(html)?.[1];
  const { version } = JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8')) as { version: string };
  return asked === undefined || version === asked || version.startsWith(`${asked}.`)
    ? {}
    : { warnings: [`loads version ${asked} of the SDK, was run with ${version}`] };
}

async function show(
  context: BrowserContext,
  pages: { portal: string; application: string },
  sdk: string,
  { relay }: Stage,
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
    const { host, pathname } = new URL(route.request().url());
    const page = (body: string) => route.fulfill({ contentType: 'text/html; charset=utf-8', body });
    if ((host === PORTAL || host === relay.host) && pathname.startsWith('/rest/')) await rest(route);
    else if (host === PORTAL) await page(pages.portal);
    else if (host === APPLICATION && pathname === '/') await page(`<!doctype html>${pages.application}`);
    else if (pathname.includes(`/${SDK}`) && /\.js$/.test(pathname))
      await route.fulfill({ path: join(sdk, 'dist/umd/index.min.js'), contentType: 'text/javascript' });
    else await route.abort();
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
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

/** What surrounds an application in a portal, as far as the SDK speaks with it: it asks for its authorization. */
function portalPage({ target }: Stage): string {
  const data = {
    DOMAIN: PORTAL,
    PROTOCOL: '1',
    PATH: '/rest',
    LANG: 'en',
    AUTH_ID: target.access({ token: 'own' }, 'https').token,
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
  const [command, ...rest] = String(data).split(':');
  if (command === 'getInitData' || command === 'refreshAuth')
    source.postMessage(rest.at(-2) + ':' + ${JSON.stringify(JSON.stringify(data)).replaceAll('<', '\\u003c')}, origin);
});
</script><iframe name="${PORTAL}|1|application" src="https://${APPLICATION}/"></iframe>`;
}
