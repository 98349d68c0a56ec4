namespace Kmip.KeyProviders.Tests;

/// <summary>What a failure prints.</summary>
public sealed class KeyProviderExceptionTests
{
    [Fact]
    public void The_message_has_code_attempts_and_remedy()
    {
        KeyProviderException failure = new KeyProviderException(KeyProviderError.Throttled, "Too busy.") { CloudCode = "ThrottlingException", Remedy = "Wait." }.After(3);
        Assert.Equal("Too busy. [ThrottlingException] (after 3 attempts) Wait.", failure.Message);
        Assert.Equal("Too busy.", failure.BareMessage);
        Assert.Equal("Too busy.", new KeyProviderException(KeyProviderError.Throttled, "Too busy.").Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("<script>")]
    [InlineData("line\nbreak")]
    [InlineData("wrapped=secret")]
    [InlineData("ünicode")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void What_does_not_look_like_a_code_is_dropped(string code) =>
        Assert.Null(new KeyProviderException(KeyProviderError.Unavailable, "x") { CloudCode = code }.CloudCode);
}
