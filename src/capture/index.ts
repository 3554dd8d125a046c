export type { Capture } from './capture.js';
export { CaptureService, type CaptureFilter } from './capture.service.js';
export type {
  CapturedBody,
  CapturedError,
  CapturedExchange,
  CapturedField,
  CapturedHeaders,
  CapturedRequest,
  CapturedResponse,
  CaptureReason,
  MultipartBody,
  OmittedBody,
  TextBody,
} from './captured-exchange.js';
export type { HarDocument, HarEntry } from './har.js';
