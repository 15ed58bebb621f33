import type { PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { type SendDeps, arrivedOtherwise } from './object-to-send.ts';
import { type Piece, bodyOf, contentMd5, isOther, md5Of, signBody } from './send-body.ts';
import { S3Failure, withRetries } from './with-retries.ts';

/** Members of a command that carries a piece. */
export interface PieceBody {
  readonly Body: ReturnType<typeof bodyOf>;
  readonly ContentLength: number;
  readonly ContentMD5: string | undefined;
}

/** What a service says of a piece that it took. */
export interface PieceAnswer {
  readonly ETag?: string | undefined;
  readonly ServerSideEncryption?: string | undefined;
}

/**
 * Sends a piece as the body of a request, tells how far it has come, and checks what the service says of it. Gives the
 * ETag. Throws `S3Failure`, `cancelled`.
 *
 * @param what for the log
 * @param request the command with this body, and how it is sent once its body is signed
 */
export async function sendPiece<C extends PutObjectCommand | UploadPartCommand>(
  { tried, onSent }: Pick<SendDeps, 'tried' | 'onSent'>,
  what: string,
  piece: Piece,
  request: {
    readonly command: (body: PieceBody) => C;
    readonly send: (command: C, abortSignal: AbortSignal) => Promise<PieceAnswer>;
  },
): Promise<string | undefined> {
  return withRetries(tried, what, async (abortSignal) => {
    let sent = 0;
    try {
      const command = request.command({
        Body: bodyOf(piece, (bytes) => {
          sent += bytes;
          onSent(bytes);
        }),
        ContentLength: piece.bytes.length,
        ContentMD5: contentMd5(piece),
      });
      signBody(command, piece);
      const { ETag, ServerSideEncryption } = await request.send(command, abortSignal);
      if (isOther(ETag, md5Of(piece), ServerSideEncryption)) throw new S3Failure(arrivedOtherwise);
      return ETag;
    } catch (error) {
      onSent(-sent);
      throw error;
    }
  });
}
