import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";

const root = fileURLToPath(new URL("../..", import.meta.url));
const binary = join(root, "target/debug/mostradorctl");
const built = join(root, "ui/dist");
const browser = "/usr/bin/chromium";

export const screenshots = join(root, "target/screenshots");

/** What is missing fails the tests: a browser test that skips itself tests nothing. */
function need(file: string, remedy: string): void {
  if (!existsSync(file)) throw new Error(`${file} is missing: ${remedy}`);
}

export type Program = {
  /** Opens the program once. */
  opening: string;
  /** Where it is afterwards. */
  address: string;
  /** Where it keeps everything. */
  home: string;
  /** Ends it and leaves what it has written. */
  end: () => Promise<void>;
  stop: () => Promise<void>;
};

function openingAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    let complained = "";
    child.stdout.on("data", (bytes) => {
      said += bytes.toString();
      const found = /^http:\S+(?=\n)/m.exec(said);
      if (found) resolve(found[0]);
    });
    child.stderr.on("data", (bytes) => {
      complained += bytes.toString();
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`mostradorctl ended with ${code}: ${complained}`)));
  });
}

/** A shop of its own, in a folder that goes away with it; or the one that another program has left. */
export async function startProgram(left?: string): Promise<Program> {
  need(binary, "run `cargo build -p ctl`");
  need(join(built, "index.html"), "run `make ui`");
  const home = left ?? mkdtempSync(join(tmpdir(), "mostrador-e2e-"));
  const child = spawn(binary, ["serve", "--port", "0", "--ui", built], {
    cwd: home,
    env: { MOSTRADOR_HOME: home },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const clean = () => rmSync(home, { recursive: true, force: true });
  try {
    const opening = await openingAddress(child);
    const end = async () => {
      child.kill();
      await ended;
    };
    const stop = () => end().then(clean);
    return { opening, address: new URL("/", opening).href, home, end, stop };
  } catch (error) {
    child.kill();
    clean();
    throw error;
  }
}

export async function startBrowser(): Promise<Browser> {
  need(browser, "install the package chromium");
  return chromium.launch({
    executablePath: browser,
    ignoreDefaultArgs: ["--hide-scrollbars"],
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
}
