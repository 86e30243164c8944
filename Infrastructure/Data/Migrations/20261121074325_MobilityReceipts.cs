using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class MobilityReceipts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "DocumentId",
                table: "MovementSubmissions",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "CorrectionDays",
                table: "MobilityCampaigns",
                type: "int",
                nullable: false,
                defaultValue: 5);

            migrationBuilder.CreateIndex(
                name: "IX_MovementSubmissions_DocumentId",
                table: "MovementSubmissions",
                column: "DocumentId");

            migrationBuilder.AddForeignKey(
                name: "FK_MovementSubmissions_IssuedDocuments_DocumentId",
                table: "MovementSubmissions",
                column: "DocumentId",
                principalTable: "IssuedDocuments",
                principalColumn: "Id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_MovementSubmissions_IssuedDocuments_DocumentId",
                table: "MovementSubmissions");

            migrationBuilder.DropIndex(
                name: "IX_MovementSubmissions_DocumentId",
                table: "MovementSubmissions");

            migrationBuilder.DropColumn(
                name: "DocumentId",
                table: "MovementSubmissions");

            migrationBuilder.DropColumn(
                name: "CorrectionDays",
                table: "MobilityCampaigns");
        }
    }
}
