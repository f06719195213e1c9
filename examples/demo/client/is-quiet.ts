/** The page was asked to say nothing by itself, `/?quiet`: it has neither a live stream nor a bell. */
export const isQuiet = new URLSearchParams(location.search).has('quiet')
