/** The S3 server of the tests brings no types; this is what they use of it. */
declare module 's3rver' {
  export default class S3rver {
    constructor(options: Readonly<Record<string, unknown>>);
    run(): Promise<{ readonly address: string; readonly port: number }>;
    close(): Promise<void>;
    readonly store: {
      putPart(bucket: string, uploadId: string, part: string, content: unknown): Promise<{ size: number }>;
      getResourcePath(bucket: string, key: string | undefined, name: string): string;
    };
  }
}
