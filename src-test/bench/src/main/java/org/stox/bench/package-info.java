/** Measurements: codecs and mappings by JMH, the whole gateway by a load run. */
package org.stox.bench;
