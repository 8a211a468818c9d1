/** What all services share: the policy that the operator set. */
package org.stox.service;
