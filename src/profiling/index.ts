export type { Activity as ProfileActivity } from './activity-table.js';
export type { ProfileFile, ProfileFormat } from './formats/profile-file.js';
export type { HeapSnapshot } from './heap-snapshot.js';
export type { CallSamples, ProfileCalls } from './profile-calls.js';
export { placeOf, reasonOf } from './profile-headline.js';
export { PROFILE_REQUEST_HEADER, signProfileRequest } from './profile-request.js';
export type {
  CpuProfile,
  FunctionBytes,
  FunctionName,
  FunctionTime,
  HeapProfile,
  OperationName,
  OperationTime,
  Profile,
  ProfileCause,
  ProfileFacts,
  ProfileKind,
  RunningProfile,
  SpanTime,
} from './profile.js';
export type { Profiling, ProfilingSurroundings } from './profiling.js';
export { ProfilingService, type CpuProfileOptions, type HeapProfileOptions } from './profiling.service.js';
