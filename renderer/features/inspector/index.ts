export { Inspector } from './inspector.tsx';
export { JobDetails } from './details/job-details.tsx';
