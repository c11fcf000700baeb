import type { Dialect } from '../dialect.ts';
import { EMP_ERRORS } from './emp-answers.ts';
import { EmpModule } from './emp.module.ts';

/** EMP Job Queue's notification system (documents 000 and 001), with and without `/api` before its paths. */
export const empDialect: Dialect = {
  name: 'emp',
  errorFace: EMP_ERRORS,
  register: (parts) => EmpModule.register(parts),
};
