using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Mobility.IssueReceipt;

public sealed record Command(long Request) : ICommand<ReceiptMade>;

public sealed class Handler(ReceiptDesk receipts) : ICommandHandler<Command, ReceiptMade>
{
    public Task<Outcome<ReceiptMade>> Handle(Command request, CancellationToken cancellationToken) => receipts.Issue(request.Request, cancellationToken);
}
