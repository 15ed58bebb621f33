/**
 * React notes for every element where it was made, as an error. With the hundred lines of stack that Vitest asks for,
 * that is a fifth of all the time of a test of the window; Node's own ten are enough to find a line of a test.
 */
Error.stackTraceLimit = 10;
