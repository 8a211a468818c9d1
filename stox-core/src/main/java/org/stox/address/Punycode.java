package org.stox.address;

/** The coding of non-ASCII labels as letters, digits and hyphens (RFC 3492 §6, its parameters from §5). */
final class Punycode {

    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int FIRST_BIAS = 72;
    private static final int FIRST_N = 128;

    private Punycode() {
    }

    /** RFC 3492 §6.3, without the prefix. */
    static String encode(String label) {
        int[] input = label.codePoints().toArray();
        var output = new StringBuilder();
        for (int c : input) {
            if (c < FIRST_N) {
                output.append((char) c);
            }
        }
        int basic = output.length();
        if (basic > 0) {
            output.append('-');
        }
        int n = FIRST_N;
        int delta = 0;
        int bias = FIRST_BIAS;
        for (int done = basic; done < input.length;) {
            int next = Integer.MAX_VALUE;
            for (int c : input) {
                if (c >= n && c < next) {
                    next = c;
                }
            }
            delta = Math.addExact(delta, Math.multiplyExact(next - n, done + 1));
            n = next;
            for (int c : input) {
                if (c < n) {
                    delta++;
                } else if (c == n) {
                    int q = delta;
                    for (int k = BASE; ; k += BASE) {
                        int t = threshold(k, bias);
                        if (q < t) {
                            break;
                        }
                        output.append(digit(t + (q - t) % (BASE - t)));
                        q = (q - t) / (BASE - t);
                    }
                    output.append(digit(q));
                    bias = adapt(delta, done + 1, done == basic);
                    delta = 0;
                    done++;
                }
            }
            delta++;
            n++;
        }
        return output.toString();
    }

    /** RFC 3492 §6.2, without the prefix; lower case. */
    static String decode(String text) {
        int dash = text.lastIndexOf('-');
        var output = new StringBuilder(dash > 0 ? text.substring(0, dash) : "");
        int n = FIRST_N;
        int i = 0;
        int bias = FIRST_BIAS;
        int count = output.length();
        try {
            for (int in = dash > 0 ? dash + 1 : 0; in < text.length();) {
                int before = i;
                int weight = 1;
                for (int k = BASE; ; k += BASE) {
                    int digit = in < text.length() ? value(text.charAt(in++)) : -1;
                    if (digit < 0) {
                        throw new AddressException("not an A-label: " + Quote.of(text));
                    }
                    i = Math.addExact(i, Math.multiplyExact(digit, weight));
                    int t = threshold(k, bias);
                    if (digit < t) {
                        break;
                    }
                    weight = Math.multiplyExact(weight, BASE - t);
                }
                count++;
                bias = adapt(i - before, count, before == 0);
                n = Math.addExact(n, i / count);
                i %= count;
                if (!Character.isValidCodePoint(n)) {
                    throw new AddressException("not an A-label: " + Quote.of(text));
                }
                output.insert(output.offsetByCodePoints(0, i), Character.toString(n));
                i++;
            }
        } catch (ArithmeticException e) {
            throw new AddressException("not an A-label: " + Quote.of(text));
        }
        return output.toString();
    }

    private static int threshold(int k, int bias) {
        return Math.max(T_MIN, Math.min(T_MAX, k - bias));
    }

    private static int adapt(int delta, int count, boolean first) {
        int d = first ? delta / DAMP : delta / 2;
        d += d / count;
        int k = 0;
        while (d > (BASE - T_MIN) * T_MAX / 2) {
            d /= BASE - T_MIN;
            k += BASE;
        }
        return k + (BASE - T_MIN + 1) * d / (d + SKEW);
    }

    private static char digit(int value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }

    private static int value(char c) {
        return c >= 'a' && c <= 'z' ? c - 'a' : c >= '0' && c <= '9' ? c - '0' + 26 : -1;
    }
}
