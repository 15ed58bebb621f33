export { Inspector } from './inspector.tsx';
export { JobDetails } from './job-details.tsx';
