/** An application of one class. */
package org.stox.example;
