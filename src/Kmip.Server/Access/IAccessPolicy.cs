using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>What a policy says.</summary>
public enum AccessDecision
{
    /// <summary>No; the client learns that it may not (Permission Denied).</summary>
    Deny,

    /// <summary>No, and the client is answered as if the object did not exist.</summary>
    Hide,

    /// <summary>Yes.</summary>
    Allow,
}

/// <summary>
/// Who may do what: the one place that is asked, before an operation runs and again for every object it touches. What no rule allows is
/// denied. Implementations answer from memory, at once: they are asked for every object of a Locate.
/// </summary>
public interface IAccessPolicy
{
    /// <summary>Decides.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="operation">What for.</param>
    /// <param name="target">The object; null where the question is whether the client may use the operation at all.</param>
    AccessDecision Decide(ClientIdentity client, Operation operation, ManagedObjectRecord? target);
}
