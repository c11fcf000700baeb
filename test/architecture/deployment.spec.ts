import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { DockerfileParser, type Instruction } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import { SETTING_NAMES } from '../../src/config/setting-catalogue.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { inProject } from './project-files.ts';

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly deploy?: { readonly replicas?: number };
  readonly stop_grace_period?: string;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
}

const composeText = readFileSync(inProject('docker-compose.yml'), 'utf8');
const compose = parse(composeText, { merge: true, strict: true, uniqueKeys: true }) as Compose;
const processes = Object.entries(compose.services).filter(([name]) => name !== 'postgres');

/** `${NAME:?message}` filled in, as compose would; any other form of substitution is left as it is. */
function substitute(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{([A-Z_]+):\?[^}]+\}/g, (form, name: string) => values[name] ?? form);
}

describe('docker-compose.yml', () => {
  it('runs Postgres, one API and two workers', () => {
    expect(compose.services.postgres?.image).toBe('postgres:18');
    const roles = processes.flatMap(([, service]) =>
      Array<string | undefined>(service.deploy?.replicas ?? 1).fill(service.environment?.POSTHORN_ROLE),
    );
    expect(roles.sort()).toEqual(['api', 'worker', 'worker']);
  });

  it('asks every service for its health, and starts the processes on a healthy database', () => {
    for (const [name, service] of Object.entries(compose.services)) {
      expect([name, service.healthcheck?.test[0]]).toEqual([name, expect.stringMatching(/^CMD(-SHELL)?$/)]);
    }
    for (const [, service] of processes) {
      expect(service.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    }
  });

  it('gives every process settings that it starts with', () => {
    const values = {
      POSTHORN_ADMIN_KEY: 'k'.repeat(64),
      POSTHORN_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
      POSTGRES_PASSWORD: 'f'.repeat(64),
    };
    expect(processes.length).toBeGreaterThan(0);
    for (const [, service] of processes) {
      const given = Object.entries(service.environment ?? {});
      expect(
        given.map(([name]) => name).filter((name) => !SETTING_NAMES.some((known) => known === name)),
      ).toEqual([]);
      const environment = Object.fromEntries(given.map(([name, text]) => [name, substitute(text, values)]));
      const settings = loadSettings({ NODE_ENV: 'production', ...environment });
      expect(settings.database.url).toBe(
        `postgres://posthorn:${values.POSTGRES_PASSWORD}@postgres:5432/posthorn`,
      );
      expect(settings.auth.mode).toBe('required');
      const graceSeconds = Number(/^(\d+)s$/.exec(service.stop_grace_period ?? '')?.[1]);
      expect(graceSeconds * 1_000).toBeGreaterThan(settings.shutdownGraceMs);
    }
  });

  it('holds no secret: each must be given, or compose says which one is missing', () => {
    const substitutions = [...composeText.matchAll(/\$\{([^}]*)\}/g)].map((match) => match[1] ?? '');
    expect(substitutions.length).toBeGreaterThan(0);
    expect(substitutions.filter((form) => !/^[A-Z_]+:\?.+/.test(form))).toEqual([]);
    expect(composeText).not.toMatch(/(PASSWORD|KEYS?): (?!\$\{)/);
  });
});

describe('Dockerfile', () => {
  const text = readFileSync(inProject('Dockerfile'), 'utf8');
  const instructions = DockerfileParser.parse(text).getInstructions();
  const keywords = (instruction: Instruction): string => instruction.getKeyword();
  const lastStage = instructions.slice(instructions.map(keywords).lastIndexOf('FROM'));
  const argumentsOf = (keyword: string): string[] =>
    lastStage
      .filter((instruction) => keywords(instruction) === keyword)
      .map((instruction) => instruction.getArgumentsContent() ?? '');

  it('has no fault that a Dockerfile checker knows', () => {
    expect(validate(text)).toEqual([]);
    expect(validate('FROM node\nRUNN npm ci\n')).not.toEqual([]);
  });

  it('ends in a stage that runs as a plain user, tells its health, and starts Node itself', () => {
    expect(instructions.map(keywords).filter((keyword) => keyword === 'FROM')).toHaveLength(2);
    expect(argumentsOf('USER')).toEqual(['node']);
    expect(argumentsOf('HEALTHCHECK').join()).toContain('/health/live');
    // In exec form node is the container's first process, and SIGTERM reaches it; a shell would keep it.
    expect(argumentsOf('CMD')).toEqual(['["node", "--max-semi-space-size=64", "dist/main.js"]']);
    expect(argumentsOf('RUN').join()).toContain('npm ci --omit=dev');
  });

  it('copies only files that exist and are sent to the engine', () => {
    const sent = new Set(
      readFileSync(inProject('.dockerignore'), 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('!'))
        .map((line) => line.slice(1)),
    );
    // What comes from another stage is not sent.
    const copied = [...text.matchAll(/^COPY (?!--from=)(.+)$/gm)].flatMap((match) =>
      (match[1] ?? '').split(/\s+/).slice(0, -1),
    );
    expect(copied).not.toEqual([]);
    expect(copied.filter((path) => !sent.has(path) || !existsSync(inProject(path)))).toEqual([]);
  });
});
