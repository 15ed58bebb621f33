import { expect, it } from 'vitest';
import { childEnv } from '../../../electron/engine/process/child-env.ts';

const own = {
  PATH: '/usr/bin',
  HOME: '/home/me',
  LD_LIBRARY_PATH: '/opt/ffmpeg/lib',
  LANG: 'de_DE.UTF-8',
  LC_ALL: 'de_DE.UTF-8',
  AWS_ACCESS_KEY_ID: 'AKIA',
  AWS_SECRET_ACCESS_KEY: 'secret',
  CONVOY_TOKEN: 'secret',
  NODE_OPTIONS: '--inspect',
  LD_PRELOAD: '/evil.so',
  FFREPORT: 'file=/tmp/report.log',
  AV_LOG_FORCE_COLOR: '1',
};

it('passes what a tool needs and nothing else', () => {
  expect(childEnv(own, 'linux')).toEqual({
    PATH: '/usr/bin',
    HOME: '/home/me',
    LD_LIBRARY_PATH: '/opt/ffmpeg/lib',
    LC_ALL: 'C',
    AV_LOG_FORCE_NOCOLOR: '1',
    GCONV_PATH: '/nonexistent',
  });
  expect(childEnv({ SystemRoot: 'C:\\Windows' }, 'win32')).toEqual({
    SystemRoot: 'C:\\Windows',
    LC_ALL: 'C',
    AV_LOG_FORCE_NOCOLOR: '1',
  });
});
