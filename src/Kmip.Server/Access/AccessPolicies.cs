using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>
/// Denies everything but the two operations that only tell what the server is: Query and Discover Versions (KMIP 1.4 section 6.6). What a
/// server has until it is told who its clients are.
/// </summary>
public sealed class DefaultDenyPolicy : IAccessPolicy
{
    /// <inheritdoc/>
    public AccessDecision Decide(ClientIdentity client, Operation operation, ManagedObjectRecord? target) =>
        IsHarmless(operation) ? AccessDecision.Allow : AccessDecision.Deny;

    internal static bool IsHarmless(Operation operation) => operation is Operation.Query or Operation.DiscoverVersions;
}

/// <summary>The clients with the given certificates may do everything with every object; all others nothing.</summary>
public sealed class PinnedClientPolicy : IAccessPolicy
{
    private readonly HashSet<string> _fingerprints;

    /// <summary>A policy.</summary>
    /// <param name="fingerprints">SHA-256 fingerprints in hexadecimal, either case, as <see cref="ClientIdentity.Fingerprint"/>; at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    /// <exception cref="ArgumentException">One is not 64 hexadecimal digits: it would never match.</exception>
    public PinnedClientPolicy(params IEnumerable<string> fingerprints)
    {
        _fingerprints = new HashSet<string>(fingerprints, StringComparer.OrdinalIgnoreCase);
        ArgumentOutOfRangeException.ThrowIfZero(_fingerprints.Count, nameof(fingerprints));
        if (_fingerprints.Any(fingerprint => fingerprint.Length != 64 || !fingerprint.All(char.IsAsciiHexDigit)))
        {
            throw new ArgumentException("A fingerprint is 64 hexadecimal digits, without separators.", nameof(fingerprints));
        }
    }

    /// <inheritdoc/>
    public AccessDecision Decide(ClientIdentity client, Operation operation, ManagedObjectRecord? target)
    {
        ArgumentNullException.ThrowIfNull(client);
        return DefaultDenyPolicy.IsHarmless(operation) || _fingerprints.Contains(client.Fingerprint) ? AccessDecision.Allow : AccessDecision.Deny;
    }
}

/// <summary>Every client may do everything with the objects it created or registered, and cannot tell that others exist.</summary>
public sealed class OwnerPolicy : IAccessPolicy
{
    /// <inheritdoc/>
    public AccessDecision Decide(ClientIdentity client, Operation operation, ManagedObjectRecord? target)
    {
        ArgumentNullException.ThrowIfNull(client);
        return target is null || string.Equals(target.Owner, client.Fingerprint, StringComparison.Ordinal)
            ? AccessDecision.Allow
            : AccessDecision.Hide;
    }
}
