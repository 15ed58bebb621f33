import { z } from 'zod';
import { JobId, WatchId } from '../model/id.ts';
import { call, nothing } from './call.ts';

/** What the process around the window does for it, and tells it: part of the contract. */

/** What the window can count on around it. */
export const Hello = z.object({
  host: z.enum(['electron', 'web']),
  platform: z.enum(['darwin', 'win32', 'linux']),
  version: z.string(),
  /** Locale of the system, BCP 47. */
  locale: z.string(),
  /** Folder that paths are shown relative to as `~`. */
  home: z.string(),
  /** Where results of what was fetched from an address go when nothing else is said: nothing lies beside an address. */
  downloads: z.string(),
  abilities: z.object({
    /** Native dialogs for files and folders. */
    choose: z.boolean(),
    /** Folders of the host can be browsed, inside allowed roots. */
    browse: z.boolean(),
    /** Files are sent to the host, because it cannot see those of the person. */
    upload: z.boolean(),
    /** Results can be shown in the system's file manager. */
    show: z.boolean(),
    /** Results can be dragged out of the window. */
    drag: z.boolean(),
    trash: z.boolean(),
    notify: z.boolean(),
    quit: z.boolean(),
    sleep: z.boolean(),
    shutDown: z.boolean(),
  }),
  /** Places of the project that `shell:link` can open; those that it names none for are not offered. */
  links: z.array(z.enum(['report', 'source'])),
});
export type Hello = z.infer<typeof Hello>;

export const shellCalls = {
  'shell:hello': call(nothing, Hello),
  /** Native dialog; an empty list when the person closed it. `text` is what is in a file of presets or of jobs. */
  'shell:choose': call(
    z.strictObject({
      what: z.enum(['files', 'folder', 'output_folder', 'ffmpeg', 'preset_file', 'jobs_file']),
    }),
    z.object({ paths: z.array(z.string()), text: z.string().nullable() }),
  ),
  /** Opens the original or the result with the system's program. */
  'shell:open': call(z.strictObject({ id: JobId, which: z.enum(['input', 'result']) }), nothing),
  'shell:show': call(z.strictObject({ id: JobId, which: z.enum(['input', 'result']) }), nothing),
  /** Opens the folder of a watch rule in the system's file manager. */
  'shell:show_watched': call(z.strictObject({ id: WatchId }), nothing),
  /** Opens the disk that the queue waits for in the system's file manager; refused when it waits for none. */
  'shell:show_full_disk': call(nothing, nothing),
  'shell:drag_result': call(z.strictObject({ ids: z.array(JobId).min(1).max(200) }), nothing),
  'shell:copy': call(z.strictObject({ text: z.string().max(5_000_000) }), nothing),
  /** Only these places on the web are ever opened. */
  'shell:link': call(z.strictObject({ to: z.enum(['get_ffmpeg', 'report', 'source']) }), nothing),
  /** Opens the link to an uploaded result in the person's browser; the host asks the engine for it. */
  'shell:open_link': call(z.strictObject({ id: JobId }), nothing),
  'shell:save_text': call(
    z.strictObject({ name: z.string().min(1).max(120), text: z.string().max(5_000_000) }),
    z.object({ saved: z.boolean() }),
  ),
  /** Stops the countdown to quit, sleep or shut down. */
  'shell:cancel_when_done': call(nothing, nothing),
} as const;

export const shellEvents = {
  /** The engine's process: it died and is back, and so many jobs start again. */
  'engine:changed': z.object({
    state: z.enum(['starting', 'ready', 'restarted', 'failed']),
    again: z.int(),
    message: z.string().nullable(),
  }),
  /** A menu, the tray, "open with" or the command line asked for something that only the window can do. */
  'shell:asked': z.discriminatedUnion('what', [
    z.object({ what: z.literal('add'), paths: z.array(z.string()) }),
    z.object({ what: z.literal('command'), id: z.string() }),
    z.object({
      what: z.literal('when_done'),
      action: z.enum(['quit', 'sleep', 'shut_down']),
      seconds: z.int(),
    }),
  ]),
} as const;
