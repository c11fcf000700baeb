import './import-typescript.mjs';
import { format, resolveConfig } from 'prettier';
import { keepUpToDate } from './generated-file.mjs';
import { inProject } from './project.mjs';

const PATH = 'docs/delivery-states.md';
const INTRODUCTION = `# States of a delivery

Generated from \`src/domain/delivery-states.ts\` by \`node tools/delivery-states-doc.mjs\`; do not edit by hand.

\`test/integration/engine/delivery-states.spec.ts\` tries every command in every state against the real statements and
compares what happens with these tables.
`;

const { DELIVERY_STATES, DELIVERY_COMMANDS, DELIVERY_CONDITIONS, DELIVERY_MOVES } =
  await import('../src/domain/delivery-states.ts');

const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** One arrow a pair of states; a move that stays where it is says nothing in a picture. */
function diagram() {
  const arrows = new Map();
  for (const { command, from, to } of DELIVERY_MOVES) {
    if (from === to) continue;
    const key = `${from} --> ${to}`;
    arrows.set(key, (arrows.get(key) ?? new Set()).add(command));
  }
  const lines = [...arrows].map(([key, commands]) => `  ${key}: ${[...commands].join(', ')}`);
  return ['```mermaid', 'stateDiagram-v2', '  [*] --> pending: fan-out', ...lines, '```'].join('\n');
}

const text = [
  INTRODUCTION,
  diagram(),
  '## States\n',
  table(
    ['State', 'Meaning'],
    Object.entries(DELIVERY_STATES).map(([state, meaning]) => [`\`${state}\``, meaning]),
  ),
  '## Commands\n',
  table(
    ['Command', 'When it comes', 'Statement in `src/engine/`'],
    Object.entries(DELIVERY_COMMANDS).map(([command, { does, statement }]) => [
      `\`${command}\``,
      does,
      `\`${statement}\``,
    ]),
  ),
  '## Moves\n\nWhatever is not listed changes nothing.\n',
  table(
    ['Command', 'From', 'To', 'When'],
    DELIVERY_MOVES.map(({ command, from, to, when }) => [
      `\`${command}\``,
      `\`${from}\``,
      `\`${to}\``,
      when.map((condition) => DELIVERY_CONDITIONS[condition]).join('; '),
    ]),
  ),
].join('\n\n');

const layout = await resolveConfig(inProject(PATH));
keepUpToDate(
  PATH,
  await format(text, { ...layout, parser: 'markdown' }),
  'node tools/delivery-states-doc.mjs',
);
