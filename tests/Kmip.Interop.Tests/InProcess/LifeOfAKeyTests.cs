using System.Security.Cryptography;
using Kmip.Interop.Tests.PyKmip;

namespace Kmip.Interop.Tests.InProcess;

/// <summary>PyKMIP's client against our server: keys it brings and keys it has made, from their first state to their last, in every version it speaks.</summary>
public sealed class LifeOfAKeyTests(InProcessServer server) : IClassFixture<InProcessServer>
{
    [Fact]
    public async Task A_registered_key_comes_back_byte_for_byte_in_every_state_that_has_one()
    {
        PyKmipClient.Require();
        byte[] key = RandomNumberGenerator.GetBytes(32);
        PyKmipConversation[] conversations = await server.AskInEveryVersionAsync(
            PyKmipStep.Register("life", key, "k"),
            PyKmipStep.Get("$k"), PyKmipStep.StateOf("$k"),
            PyKmipStep.Activate("$k"), PyKmipStep.Get("$k"), PyKmipStep.StateOf("$k"),
            PyKmipStep.Revoke("$k"), PyKmipStep.Get("$k"), PyKmipStep.StateOf("$k"),
            PyKmipStep.Destroy("$k"), PyKmipStep.StateOf("$k"), PyKmipStep.Get("$k"));

        Assert.All(conversations, conversation =>
        {
            (string version, PyKmipAnswer[] answers) = conversation;
            Assert.All(answers[..^1], answer => Assert.True(answer.Ok, answer.ToString()));
            Assert.Equal(["PRE_ACTIVE", "ACTIVE", "DEACTIVATED", "DESTROYED"], answers.Where(answer => answer.Do == "state").Select(answer => answer.State));
            Assert.All(answers.Where(answer => answer.Do == "state"), answer => Assert.Equal(["State"], answer.List("attributes")));
            PyKmipAnswer[] gets = [.. answers[..^1].Where(answer => answer.Do == "get")];
            Assert.Equal(3, gets.Length);
            Assert.All(gets, answer => Assert.Equal(Convert.ToHexStringLower(key), answer.Value));
            Assert.All(gets, answer => Assert.Equal("SYMMETRIC_KEY", answer["type"]));
            Failures.AssertFailed(answers[^1], version, "ITEM_NOT_FOUND", "OBJECT_DESTROYED");
        });
    }

    [Fact]
    public async Task A_created_key_has_its_length_and_is_never_the_same_twice()
    {
        PyKmipClient.Require();
        PyKmipConversation[] conversations = await server.AskInEveryVersionAsync(
            PyKmipStep.Create("a", 256, "a"), PyKmipStep.Get("$a"), PyKmipStep.Create("b", 256, "b"), PyKmipStep.Get("$b"),
            PyKmipStep.Create("c", 128, "c"), PyKmipStep.Get("$c"));

        Assert.All(conversations, conversation =>
        {
            PyKmipAnswer[] answers = conversation.Succeed().Answers;
            Assert.Equal([64, 64, 32], answers.Where(answer => answer.Do == "get").Select(answer => answer.Value.Length));
            Assert.NotEqual(answers[1].Value, answers[3].Value);
            Assert.Equal(3, answers.Select(answer => answer.Uid).Distinct().Count());
        });
    }

    [Fact]
    public async Task A_compromised_key_is_compromised_and_then_destroyed_compromised()
    {
        PyKmipClient.Require();
        PyKmipConversation[] conversations = await server.AskInEveryVersionAsync(
            PyKmipStep.Create("a", keep: "a"), PyKmipStep.Revoke("$a", "KEY_COMPROMISE"), PyKmipStep.StateOf("$a"), PyKmipStep.Destroy("$a"), PyKmipStep.StateOf("$a"));

        Assert.All(conversations, conversation =>
        {
            PyKmipAnswer[] answers = conversation.Succeed().Answers;
            Assert.Equal("COMPROMISED", answers[2].State);
            Assert.Equal("DESTROYED_COMPROMISED", answers[4].State);
        });
    }

    [Fact]
    public async Task The_attributes_are_those_that_were_given_and_their_list_names_them()
    {
        PyKmipClient.Require();
        PyKmipConversation[] conversations = await server.AskInEveryVersionAsync(
            PyKmipStep.Register("described", RandomNumberGenerator.GetBytes(32), "k"),
            PyKmipStep.AttributeList("$k"),
            PyKmipStep.Attributes("$k", "Unique Identifier", "Object Type", "Cryptographic Algorithm", "Cryptographic Length", "Cryptographic Usage Mask"),
            PyKmipStep.Attributes("$k", "Name"));

        Assert.All(conversations, conversation =>
        {
            PyKmipAnswer[] answers = conversation.Succeed().Answers;
            string[] names = answers[1].List("names");
            Assert.Empty(new[]
            {
                "Unique Identifier", "Object Type", "Cryptographic Algorithm", "Cryptographic Length", "Cryptographic Usage Mask", "Name", "State",
                "Initial Date", "Last Change Date", "Digest",
            }.Except(names));
            Assert.Equal(names.Distinct(), names);
            Dictionary<string, string> values = answers[2].Map("attributes");
            Assert.Equal(5, values.Count);
            Assert.Equal(answers[0].Uid, values["Unique Identifier"]);
            Assert.Contains("SYMMETRIC_KEY", values["Object Type"], StringComparison.Ordinal);
            Assert.Contains("AES", values["Cryptographic Algorithm"], StringComparison.Ordinal);
            Assert.Equal("256", values["Cryptographic Length"]);
            Assert.Contains("12", values["Cryptographic Usage Mask"], StringComparison.Ordinal);
            Assert.Contains("described", Assert.Single(answers[3].Map("attributes")).Value, StringComparison.Ordinal);
        });
    }
}
