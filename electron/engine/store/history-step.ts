/**
 * The step that gives jobs a history: the columns that it is searched by, and places for jobs that are in no queue any
 * more. The record comes last, because it is long: what stands before it is read without it.
 */

/** The first input. Letters beyond ASCII keep their case here. Its name and its folder are cut out of it as `searchedOf` does it. */
const input = "json_extract(record, '$.inputs[0]')";
/** Seen from outside of Windows a backslash is a part of a name. */
const slashed = `case when ${input} glob '[A-Za-z]:[\\/]*' or ${input} glob '\\\\*' then replace(${input}, '\\', '/') else ${input} end`;
/** Everything but slashes is trimmed from the right: the folder with its slash stays. */
const folderLength = `length(rtrim(${slashed}, replace(${slashed}, '/', '')))`;
const isAddress = `${input} glob '[A-Za-z]*://*'`;
const facts = "json_extract(record, '$.tasks[0].output')";
/** A probe says one object, or an array of them when inputs are joined. */
const sumOfFacts = (member: string): string =>
  `case json_type(record, '$.tasks[0].output')
     when 'object' then json_extract(record, '$.tasks[0].output.${member}')
     when 'array' then (select sum(json_extract(value, '$.${member}')) from json_each(${facts}))
   end`;

export const historyStep = `
  create table jobs_with_history (
    id text primary key not null,
    rank real not null,
    state text not null,
    hold text,
    archived integer not null,
    kind text not null,
    batch_id text not null,
    name text not null,
    folder text not null,
    finished_at integer,
    bytes_in real,
    bytes_out real,
    media_seconds real,
    record text not null
  ) strict;
  insert into jobs_with_history
    select id, rank, state, hold, 0,
      coalesce(json_extract(record, '$.kind'), ''),
      coalesce(json_extract(record, '$.batchId'), ''),
      lower(coalesce(case when ${isAddress} then ${input} else substr(${input}, ${folderLength} + 1) end, '')),
      lower(coalesce(case when ${isAddress} then '' when ${folderLength} = 1 then substr(${input}, 1, 1)
        else substr(${input}, 1, ${folderLength} - 1) end, '')),
      cast(json_extract(record, '$.finishedAt') as integer),
      cast(${sumOfFacts('bytes')} as real),
      cast((select sum(json_extract(value, '$.bytes')) from json_each(record, '$.files')) as real),
      cast(coalesce(json_extract(record, '$.files[0].duration'), ${sumOfFacts('duration')}) as real),
      record
    from jobs where json_valid(record);
  insert into jobs_with_history
    select id, rank, state, hold, 0, '', '', '', '', null, null, null, null, record
    from jobs where not json_valid(record);
  drop table jobs;
  alter table jobs_with_history rename to jobs;
  create index jobs_in_queue on jobs (rank, id, state) where archived = 0;
  create index jobs_of_batch on jobs (batch_id);
  create index jobs_ended on jobs (
    finished_at desc, id desc, kind, state, name, folder, bytes_in, bytes_out, media_seconds
  ) where finished_at is not null;
`;
