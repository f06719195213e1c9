// For `import '@flashpost/react/styles.css'` where no bundler declares what a style sheet is.
declare const styles: undefined
export default styles
