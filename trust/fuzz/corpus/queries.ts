/** What people type into the search fields of the console. */

export const traceQueries: readonly string[] = [
  'status:error dur>200ms',
  'route:/orders/:id method:GET -kind:cron',
  'user.id=42 http.response.status_code>=500',
  '"FROM orders" !span.kind:db error:refused',
  'dur>=0.25s dur<1m spans>2 errors=0',
  'trace:4bf92f3577b34da6a3ce929d0e0e4736 request:r-7',
  'name:"GET \\"quoted\\" \\\\ path" gold',
  'dur>5µs dur<=3e2 status:5xx route:*ord*id',
  'tags=Gold !"switched off" -"not this"',
];

export const logQueries: readonly string[] = [
  'level>=warn target:Orders*',
  'order.id>6 order.tags:gold "Order 7 is late"',
  'message:late -user_id!=42 a.b:flat',
  'level:error trace:abc1 span:*',
];
