/**
 * Loaded into a process before its program: at SIGUSR2 its clock jumps by CLOCK_JUMP_MS. A process whose clock is off from
 * the start refuses to start, so it has to happen later. The monotonic clock goes on, as it does when a machine's is set.
 */
const MachineDate = Date;
const jumpMs = Number(process.env.CLOCK_JUMP_MS);

class JumpedDate extends MachineDate {
  constructor(...parts) {
    if (parts.length === 0) super(JumpedDate.now());
    else super(...parts);
  }

  static now() {
    return MachineDate.now() + jumpMs;
  }
}

process.once('SIGUSR2', () => {
  globalThis.Date = JumpedDate;
});
