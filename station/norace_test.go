//go:build !race

package station

// stride of the power cuts: every step.
const stride = 1
