using Kmip.Protocol;

namespace Kmip.Server.Tests.Access;

/// <summary>The policies that come with the server.</summary>
public sealed class AccessPolicyTests
{
    private static readonly string Pin = new('a', 63);
    private static readonly ClientIdentity Pinned = ClientIdentity.InProcess(Pin + "b");
    private static readonly ClientIdentity Stranger = ClientIdentity.InProcess("stranger");

    public static TheoryData<Operation> Operations() => new(Enum.GetValues<Operation>());

    [Theory]
    [MemberData(nameof(Operations))]
    public void By_default_a_client_learns_only_what_the_server_is(Operation operation)
    {
        AccessDecision expected = operation is Operation.Query or Operation.DiscoverVersions ? AccessDecision.Allow : AccessDecision.Deny;
        var policy = new DefaultDenyPolicy();
        Assert.Equal(expected, policy.Decide(Stranger, operation, null));
        Assert.Equal(expected, policy.Decide(Stranger, operation, OwnedBy(Stranger.Fingerprint)));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void A_pinned_client_may_do_everything_and_others_nothing(Operation operation)
    {
        var policy = new PinnedClientPolicy(Pin.ToUpperInvariant() + "B", new string('0', 64));
        AccessDecision others = operation is Operation.Query or Operation.DiscoverVersions ? AccessDecision.Allow : AccessDecision.Deny;
        foreach (ManagedObjectRecord? target in new[] { null, OwnedBy(Stranger.Fingerprint), OwnedBy(Pinned.Fingerprint) })
        {
            Assert.Equal(AccessDecision.Allow, policy.Decide(Pinned, operation, target));
            Assert.Equal(others, policy.Decide(Stranger, operation, target));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("aa:bb:cc:dd")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    public void A_pin_that_could_never_match_is_refused(string pin) => Assert.Throws<ArgumentException>(() => new PinnedClientPolicy(pin));

    [Fact]
    public void A_policy_without_pins_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new PinnedClientPolicy());

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_owner_may_do_everything_and_others_see_nothing(Operation operation)
    {
        var policy = new OwnerPolicy();
        Assert.Equal(AccessDecision.Allow, policy.Decide(Stranger, operation, null));
        Assert.Equal(AccessDecision.Allow, policy.Decide(Stranger, operation, OwnedBy("stranger")));
        Assert.Equal(AccessDecision.Hide, policy.Decide(Stranger, operation, OwnedBy("Stranger")));
        Assert.Equal(AccessDecision.Hide, policy.Decide(Stranger, operation, OwnedBy("stranger ")));
        Assert.Equal(AccessDecision.Hide, policy.Decide(Stranger, operation, OwnedBy(string.Empty)));
    }

    private static ManagedObjectRecord OwnedBy(string owner) => new()
    {
        UniqueIdentifier = "id",
        ObjectType = ObjectType.SymmetricKey,
        Owner = owner,
        Attributes = [],
    };
}
