import { memo, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Contender } from '../../contender.ts'
import './floor.css'

interface Item {
  readonly id: number
  readonly text: string
  readonly isLeaving?: boolean
}

/** As little as a list can be that renders one toast when one changes, and lets all of them go with an exit. */
const store = createStore<{ readonly items: readonly Item[] }>(() => ({ items: [] }))
let lastId = 0
const set = (change: (items: readonly Item[]) => readonly Item[]) =>
  store.setState(({ items }) => ({ items: change(items) }))

const Toast = memo(function Toast({ item }: { readonly item: Item }) {
  return (
    <li inert={item.isLeaving}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d="m4.5 8.5 2.5 2.5 4.5-5.5" />
      </svg>
      <p>{item.text}</p>
      <button type="button" onClick={() => set((items) => items.filter((each) => each !== item))}>
        Close
      </button>
    </li>
  )
})

function List() {
  const items = useStore(store, (state) => state.items)
  const list = useRef<HTMLOListElement>(null)
  const isLeaving = items.length > 0 && items.every((item) => item.isLeaving)
  useEffect(() => {
    const exits = isLeaving ? list.current!.firstElementChild!.getAnimations() : []
    void Promise.allSettled(exits.map(({ finished }) => finished)).then(
      () => isLeaving && set(() => []),
    )
  }, [isLeaving])
  return (
    <ol className="floor" ref={list}>
      {items.map((item) => (
        <Toast key={item.id} item={item} />
      ))}
    </ol>
  )
}

export const contender: Contender = {
  element: <List />,
  toast: '.floor > li',
  add(text) {
    const id = ++lastId
    set((items) => [...items, { id, text }])
    return id
  },
  change: (id, text) =>
    set((items) => items.map((item) => (item.id === id ? { ...item, text } : item))),
  dismissAll: () => set((items) => items.map((item) => ({ ...item, isLeaving: true }))),
}
