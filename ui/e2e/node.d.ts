/** The little of Node that starts a program; the screens themselves must not see any of it. */

declare module "node:child_process" {
  type Output = { on(event: "data", heard: (bytes: { toString(): string }) => void): void };
  export type ChildProcess = {
    stdout: Output;
    stderr: Output;
    kill(): boolean;
    once(event: "exit" | "error", heard: (what: unknown) => void): void;
  };
  type Options = { cwd: string; env: Record<string, string>; stdio: ["ignore", "pipe", "pipe"] };
  export function spawn(program: string, args: string[], options: Options): ChildProcess;
}

declare module "node:fs" {
  export function existsSync(path: string): boolean;
  export function openSync(path: string, flags: "r+"): number;
  export function writeSync(file: number, bytes: Uint8Array): number;
  export function readdirSync(path: string): string[];
  export function mkdtempSync(prefix: string): string;
  export function rmSync(path: string, options: { recursive: true; force: true }): void;
}

declare module "node:os" {
  export function tmpdir(): string;
}

declare module "node:path" {
  export function join(...parts: string[]): string;
}

declare module "node:url" {
  export function fileURLToPath(url: URL): string;
}
