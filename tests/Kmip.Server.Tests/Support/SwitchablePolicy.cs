using Kmip.Protocol;

namespace Kmip.Server.Tests.Support;

/// <summary>Asks whichever policy a test has put in; everything is allowed at first.</summary>
public sealed class SwitchablePolicy : IAccessPolicy
{
    public static IAccessPolicy AllowAll { get; } = new Rule((_, _, _) => AccessDecision.Allow);

    public IAccessPolicy Current { get; set; } = AllowAll;

    public AccessDecision Decide(ClientIdentity client, Operation operation, ManagedObjectRecord? target) => Current.Decide(client, operation, target);

    /// <summary>A policy that is one function.</summary>
    public static IAccessPolicy From(Func<ClientIdentity, Operation, ManagedObjectRecord?, AccessDecision> decide) => new Rule(decide);

    private sealed class Rule(Func<ClientIdentity, Operation, ManagedObjectRecord?, AccessDecision> decide) : IAccessPolicy
    {
        public AccessDecision Decide(ClientIdentity client, Operation operation, ManagedObjectRecord? target) => decide(client, operation, target);
    }
}
