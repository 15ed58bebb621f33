import type { Reporter, TestModule } from 'vitest/node';

/**
 * Prints one last line in plain words, `N passed, N failed, N skipped`, for people and for CI logs. Before it come the
 * tests that passed at a second try only, with what went wrong at the first.
 */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) {
      // A file that could not even be loaded has no tests to count, and is a failure all the same.
      if (module.errors().length > 0) count.failed++;
      for (const test of module.children.allTests()) {
        const { state, errors = [] } = test.result();
        if (test.diagnostic()?.flaky === true) {
          const [first = ''] = (errors[0]?.message ?? '').split('\n');
          const places = (errors[0]?.stacks ?? []).map(({ file, line }) => `${file}:${line}`);
          process.stdout.write(
            `\nonly at a second try: ${test.fullName}\n  ${[first, ...places].join('\n  ')}\n`,
          );
        }
        count[state === 'passed' ? 'passed' : state === 'failed' ? 'failed' : 'skipped']++;
      }
    }
    process.stdout.write(
      `\n${String(count.passed)} passed, ${String(count.failed)} failed, ${String(count.skipped)} skipped\n`,
    );
  }
}
