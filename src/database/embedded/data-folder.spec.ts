import { describe, expect, it } from '@jest/globals';
import { parseRecord } from './data-folder.ts';

describe('parseRecord', () => {
  it('reads the place and the port', () => {
    expect(parseRecord('{"clusterDir":"postgres","port":54321}\n')).toEqual({
      clusterDir: 'postgres',
      port: 54321,
    });
  });

  it('needs no port', () => {
    expect(parseRecord('{"clusterDir":"/var/lib/posthorn/x/postgres"}')).toEqual({
      clusterDir: '/var/lib/posthorn/x/postgres',
    });
  });

  it.each(['', '{', '[]', 'null', '{"clusterDir":""}', '{"port":1}'])('takes %j for none', (text) => {
    expect(parseRecord(text)).toBeUndefined();
  });
});
