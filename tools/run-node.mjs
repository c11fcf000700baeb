import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { projectFolder } from './project.mjs';

const FORWARDED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a Node program in the project's folder and gives its exit code, 128 + n when signal n ended it. Its output goes
 * to standard error, so that a command which had to build first still prints only its own answer.
 */
export function runNode(programArguments, environment = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, programArguments, {
      cwd: projectFolder,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 2, 2],
    });
    const forward = (signal) => child.kill(signal);
    FORWARDED_SIGNALS.forEach((signal) => process.on(signal, forward));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      FORWARDED_SIGNALS.forEach((forwarded) => process.off(forwarded, forward));
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}
