// For `import '@flashpost/react/inbox.css'` where no bundler declares what a style sheet is.
declare const styles: undefined
export default styles
