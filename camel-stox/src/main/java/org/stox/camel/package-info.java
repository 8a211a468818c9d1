/** The stox: component and the type converters. */
package org.stox.camel;
