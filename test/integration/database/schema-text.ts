import type { TestDatabase } from '../../support/test-database.ts';

/** Tables apart from partitions, whose names hold dates, and from what Prisma keeps for itself. */
const TABLES = `
  select c.oid, c.relname, c.relkind, c.reloptions, c.relrowsecurity, c.relforcerowsecurity from pg_class c
  where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
    and not c.relispartition and c.relname <> '_prisma_migrations'`;

/**
 * One query for each kind of thing in the current schema, each giving its texts in a stable order. The views' columns
 * are written without their tables, which PostgreSQL 15 names where 16 does not; not-null constraints, which 18 lists
 * among the others, stand beside their columns in all.
 */
const SECTIONS: readonly (readonly [title: string, query: string])[] = [
  [
    'Types',
    `select format('create type %s as enum (%s);', t.typname,
                   string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)) as text
     from pg_type t join pg_enum e on e.enumtypid = t.oid
     where t.typnamespace = current_schema()::regnamespace group by t.typname order by t.typname`,
  ],
  [
    'Tables',
    `select format(E'create table %s (\\n%s\\n)%s%s;', t.relname,
                   (select string_agg(format('  %s %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                                             case when a.attnotnull then ' not null' else '' end,
                                             coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')),
                                      E',\\n' order by a.attnum)
                    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                    where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped),
                   case when t.relkind = 'p' then ' partition by ' || lower(pg_get_partkeydef(t.oid)) else '' end,
                   ' with (' || array_to_string(t.reloptions, ', ') || ')') as text
     from (${TABLES}) t order by t.relname`,
  ],
  [
    'Constraints',
    `select format('alter table %s add constraint %s %s;', t.relname, k.conname, pg_get_constraintdef(k.oid)) as text
     from (${TABLES}) t join pg_constraint k on k.conrelid = t.oid
     where k.contype <> 'n' order by t.relname, k.conname`,
  ],
  [
    'Indexes',
    `select pg_get_indexdef(x.indexrelid) || ';' as text
     from (${TABLES}) t join pg_index x on x.indrelid = t.oid join pg_class i on i.oid = x.indexrelid
     where not exists (select from pg_constraint k where k.conindid = x.indexrelid and k.contype in ('p', 'u', 'x'))
     order by t.relname, i.relname`,
  ],
  [
    'Views',
    `select format(E'create view %s%s as\\n%s', c.relname,
                   ' with (' || array_to_string(c.reloptions, ', ') || ')',
                   regexp_replace(pg_get_viewdef(c.oid), '\\m[a-z_]+\\.(?=[a-z_])', '', 'g')) as text
     from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind in ('v', 'm')
     order by c.relname`,
  ],
  [
    'Functions',
    `select trim(trailing E'\\n' from pg_get_functiondef(p.oid)) || ';' as text
     from pg_proc p where p.pronamespace = current_schema()::regnamespace and p.prokind in ('f', 'p')
     order by p.proname, pg_get_function_identity_arguments(p.oid)`,
  ],
  [
    'Triggers',
    `select pg_get_triggerdef(g.oid) || ';' || case g.tgenabled when 'A' then ' -- enabled always' else '' end as text
     from (${TABLES}) t join pg_trigger g on g.tgrelid = t.oid where not g.tgisinternal
     order by t.relname, g.tgname`,
  ],
  [
    'Row security',
    `select format('alter table %s enable row level security;', t.relname) as text from (${TABLES}) t where t.relrowsecurity
     union all
     select format('alter table %s force row level security;', t.relname) from (${TABLES}) t where t.relforcerowsecurity
     union all
     select format('create policy %s on %s for %s using (%s) with check (%s);', p.policyname, p.tablename, p.cmd,
                   p.qual, p.with_check)
     from pg_policies p where p.schemaname = current_schema() order by text`,
  ],
  [
    'Grants',
    `select format('grant %s on %s to %s;', string_agg(lower(a.privilege_type), ', ' order by a.privilege_type),
                   o.name, coalesce(r.rolname, 'public')) as text
     from (select 1 as rank, 'schema ' || nspname as name, nspacl as acl, nspowner as owner from pg_namespace
           where oid = current_schema()::regnamespace
           union all
           select 2, 'table ' || relname, relacl, relowner from pg_class
           where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')
             and not relispartition and relname <> '_prisma_migrations'
           union all
           -- Without a list of its own, a function is everybody's.
           select 3, 'function ' || oid::regprocedure, coalesce(proacl, acldefault('f', proowner)), proowner from pg_proc
           where pronamespace = current_schema()::regnamespace
           union all
           select 4, 'tables to come', defaclacl, defaclrole from pg_default_acl
           where defaclnamespace = current_schema()::regnamespace and defaclobjtype = 'r') o,
          lateral aclexplode(o.acl) a
          left join pg_roles r on r.oid = a.grantee
     where a.grantee <> o.owner
     group by o.rank, o.name, r.rolname order by o.rank, o.name, r.rolname`,
  ],
];

/** The current schema in words: alike on every server that the migrations have been applied to. */
export async function describeSchema(database: Pick<TestDatabase, 'query'>): Promise<string> {
  const sections: string[] = [];
  for (const [title, query] of SECTIONS) {
    const rows = await database.query<{ text: string }>(query);
    if (rows.length > 0) sections.push(`-- ${title}\n\n${rows.map(({ text }) => text).join('\n\n')}\n`);
  }
  return sections.join('\n');
}
