/** What shop and warehouse have agreed on. */
export const PLACE_ORDER = 'orders.place';

export interface OrderRequest {
  readonly item: string;
}

export interface OrderReceipt {
  readonly orderId: string;
}

export interface Order extends OrderRequest {
  readonly id: string;
}
