using Kmip.Protocol;
using Kmip.Server;

namespace Kmip.ProxyHost.Serving;

/// <summary>
/// The clients that may use the keys: those whose certificates this proxy made, by fingerprint. All others are refused in the handshake, and denied everything
/// here should they get past it. Replaced as a whole when certificates are renewed.
/// </summary>
internal sealed class AcceptedClients(IEnumerable<string> fingerprints) : IAccessPolicy
{
    private volatile Pins _pins = new(fingerprints);

    /// <summary>True for a fingerprint of an accepted certificate.</summary>
    public bool Contains(string fingerprint) => _pins.Fingerprints.Contains(fingerprint);

    /// <summary>Accepts these from now on.</summary>
    public void Replace(IEnumerable<string> fingerprints) => _pins = new Pins(fingerprints);

    /// <inheritdoc/>
    public AccessDecision Decide(ClientIdentity client, Operation operation, ManagedObjectRecord? target) => _pins.Policy.Decide(client, operation, target);

    private sealed class Pins(IEnumerable<string> fingerprints)
    {
        public HashSet<string> Fingerprints { get; } = new(fingerprints, StringComparer.OrdinalIgnoreCase);

        public PinnedClientPolicy Policy { get; } = new(fingerprints);
    }
}
