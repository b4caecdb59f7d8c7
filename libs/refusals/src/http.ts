/** docs/errors.md, "Only over HTTP". */
import type { Refusals } from './refusals.js';

export const HTTP: Refusals = {
  REQUEST_INVALID: '请求的参数或内容不符合要求。请按 errors 所列更正，写法见 /docs。',
  REQUEST_MALFORMED: '收到的不是有效的 HTTP 请求。请检查发送请求的程序。',
  BODY_MALFORMED: '请求的内容不是有效的 JSON，或者为空、不完整。请更正后重新发送。',
  URL_MALFORMED: '请求路径中的百分号编码不正确。请重新编码路径。',
  UPLOAD_INVALID: '上传的内容不完整，或字段不符合要求。请用字段 file 上传一个文件；上传材料的，先写字段 kind，后附文件。',
  ROUTE_UNDECLARED: '该接口没有写明何人可以使用，因此一律不得使用，这是程序的缺陷。请报告程序维护人员。',
  CROSS_ORIGIN_REFUSED: '请求来自其他网站的页面，可能冒用账户改动台账，已拒绝。请从本服务的页面或程序发送。',
  ROUTE_NOT_FOUND: '这个路径下没有内容。请查看 /docs 所列的接口。',
  METHOD_NOT_ALLOWED: '该路径不接受这种请求方法。请使用 Allow 所列的方法。',
  REQUEST_TIMEOUT: '请求没有在规定时间内发送完毕。请重新发送。',
  BODY_TOO_LARGE: '请求的内容超过允许的大小。请减少一次发送的内容；工作簿请从导入接口上传。',
  FILE_TOO_LARGE: '上传的文件超过允许的大小。请核对文件；工作簿和材料可以拆分，分几次上传。',
  URL_TOO_LONG: '路径中有一段过长，台账中没有这么长的编号。请核对编号。',
  MEDIA_TYPE: '请求的内容类型不能接受。请发送 application/json；上传文件用 multipart/form-data。',
  HOST_UNKNOWN: '服务只应答本机名称和 TAIZHANG_PUBLIC_URL 中的名称。请使用 localhost、127.0.0.1、[::1] 或该名称。',
  HEADERS_TOO_LARGE: '请求头过大。请减少请求头的内容，再重新发送。',
  INTERNAL: '服务发生意外错误，没有留下办了一半的内容。请再试一次；仍不成功的，将 instance 告知管理员，日志中有记录。',
  UNAVAILABLE: '服务正在启动或停止。请稍后再试。',
};
